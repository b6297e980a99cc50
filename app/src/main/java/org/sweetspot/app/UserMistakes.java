package org.sweetspot.app;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.util.Objects;
import org.sweetspot.bridge.wire.BridgeException;
import org.sweetspot.command.CommandException;
import org.sweetspot.data.DataException;
import org.sweetspot.format.FormatException;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.recipe.InvalidValueException;
import org.sweetspot.recipe.RecipeException;
import org.sweetspot.run.RunException;
import org.sweetspot.torch.tensor.EngineException;

/** Tells the exceptions that the user's input causes from those that are the program's. */
final class UserMistakes {
  private UserMistakes() {}

  static boolean isOne(Throwable failure) {
    return failure instanceof UserException
        || failure instanceof RecipeException
        || failure instanceof DataException
        || failure instanceof RunException
        || failure instanceof InvalidValueException
        || failure instanceof FormatException
        || failure instanceof EngineException
        || failure instanceof RefusedException
        || failure instanceof CommandException
        || (failure instanceof BridgeException bridge && bridge.isMistake())
        || failure instanceof InvalidPathException
        || failure instanceof FileSystemException
        || (failure instanceof UncheckedIOException late && isOne(cause(late)));
  }

  /** What went wrong in a file that was read only when its numbers were asked for. */
  private static Throwable cause(UncheckedIOException late) {
    return Objects.requireNonNull(late.getCause());
  }

  /** What, expected, got and the fix. */
  static String message(Throwable failure) {
    if (failure instanceof UncheckedIOException late) {
      return message(cause(late));
    }
    if (failure instanceof RefusedException refused) {
      return text(refused.what(), refused.expected(), refused.got(), refused.remedy());
    }
    if (failure instanceof InvalidPathException path) {
      return text(
          "the path " + path.getInput(),
          "letters that the system's names of files can have",
          path.getReason(),
          "set a locale of UTF-8, for instance LC_ALL=C.UTF-8, or rename the file");
    }
    if (failure instanceof InvalidValueException value) {
      return text(value.key(), value.expected(), value.got(), "give a value in that range");
    }
    if (failure instanceof FileSystemException file) {
      String reason =
          file instanceof AccessDeniedException
              ? "no permission"
              : Objects.requireNonNullElse(file.getReason(), file.getClass().getSimpleName());
      return text(
          String.valueOf(file.getFile()),
          "a file or folder that can be used",
          reason,
          "check the path and its permissions");
    }
    return String.valueOf(failure.getMessage());
  }

  private static String text(String what, String expected, String got, String remedy) {
    return String.valueOf(new UserException(what, expected, got, remedy).getMessage());
  }
}
