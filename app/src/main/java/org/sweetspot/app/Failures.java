package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.sweetspot.bridge.wire.BridgeException;
import org.sweetspot.format.ForeignText;
import org.sweetspot.recipe.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns whatever goes wrong into a message for people and an exit code: 2 for the user's input,
 * always with what, expected, got and the fix; 1 for everything else, one line and the place of the
 * stack trace.
 */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  static final int OURS = 1;
  static final int USERS = 2;

  @Override
  public int handleParseException(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    String verb = command.getCommandSpec().qualifiedName();
    command.getErr().println(verb + ": " + explained(failure, command, verb).getMessage());
    return USERS;
  }

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult arguments) {
    if (failure instanceof ParameterException parameter) {
      return handleParseException(parameter, new String[0]);
    }
    if (UserMistakes.isOne(failure)) {
      String verb = command.getCommandSpec().qualifiedName();
      command.getErr().println(verb + ": " + UserMistakes.message(failure));
      return USERS;
    }
    return unexpected(failure, command.getErr());
  }

  /** Says in one line what happened and where the details are. */
  static int unexpected(Throwable failure, PrintWriter err) {
    if (isNative(failure)) {
      err.println(
          "sweetspot: memory: expected enough for this, got "
              + ForeignText.shown(
                  String.valueOf(failure.getMessage()).lines().findFirst().orElse(""))
              + "\n"
              + "  fix: ask for less at once (fewer measures or --examples, a smaller batch or"
              + " model), or use a machine with more memory");
      return USERS;
    }
    if (failure instanceof BridgeException) {
      // Of the model's own code: its traceback is what helps.
      err.println("sweetspot: failed: " + failure.getMessage());
      return OURS;
    }
    if (failure instanceof OutOfMemoryError) {
      err.println(
          "sweetspot: memory: expected enough for this, got no more than "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB for Java's heap\n  fix: give it more with"
              + " SWEETSPOT_JAVA_OPTIONS=-Xmx8g, or ask for less at once (fewer measures, a smaller"
              + " model or file)");
      return USERS;
    }
    String reason =
        failure.getMessage() == null
            ? failure.getClass().getSimpleName()
            : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    String line = reason.lines().findFirst().orElse(reason);
    err.println("sweetspot: failed: " + ForeignText.shown(line));
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    try {
      Path file = Files.createTempFile("sweetspot-failure-", ".txt");
      Files.writeString(file, trace.toString());
      err.println("  the stack trace is in " + file + "; please report it with the command");
    } catch (IOException full) {
      err.println("  the stack trace could not be written (" + full.getMessage() + "): " + trace);
    }
    return OURS;
  }

  /** Whether libtorch could not get the memory that it asked for. */
  private static boolean isNative(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    return failure instanceof RuntimeException
        && (message.contains("bad_alloc") || message.contains("DefaultCPUAllocator"));
  }

  private static UserException explained(
      ParameterException failure, CommandLine command, String verb) {
    String help = "'" + verb + " --help' explains, with an example";
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched, command, help);
    }
    if (failure instanceof MissingParameterException missing) {
      String names =
          missing.getMissing().stream().map(Failures::name).collect(Collectors.joining(" "));
      return new UserException("the command line", names, "nothing there", help);
    }
    ArgSpec argument = failure.getArgSpec();
    if (argument != null) {
      String got = failure.getValue() == null ? quoted(failure) : failure.getValue();
      return new UserException(name(argument), expected(argument), got, help);
    }
    String verbs = String.join(", ", command.getSubcommands().keySet());
    if (!verbs.isEmpty()) {
      return new UserException("the command line", "a verb (" + verbs + ")", "none", help);
    }
    return new UserException("the command line", "what its help says", quoted(failure), help);
  }

  private static UserException unmatched(
      UnmatchedArgumentException failure, CommandLine command, String help) {
    String got = failure.getUnmatched().get(0);
    String expected;
    List<String> valid;
    if (failure.isUnknownOption()) {
      valid =
          command.getCommandSpec().options().stream()
              .filter(option -> !option.hidden())
              .map(OptionSpec::longestName)
              .sorted()
              .toList();
      expected = "an option of this verb (" + String.join(", ", valid) + ")";
    } else {
      valid = List.copyOf(command.getSubcommands().keySet());
      expected =
          valid.isEmpty() ? "no further argument" : "a verb (" + String.join(", ", valid) + ")";
    }
    String fix =
        Spelling.nearest(got, valid).map(word -> "did you mean " + word + "? " + help).orElse(help);
    return new UserException("the command line", expected, got, fix);
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? option.longestName() + (argument.arity().max() > 0 ? " " + argument.paramLabel() : "")
        : argument.paramLabel();
  }

  private static String expected(ArgSpec argument) {
    Class<?> type = argument.type();
    if (type == Long.class || type == long.class || type == Integer.class || type == int.class) {
      return "a whole number";
    }
    if (type == Double.class || type == double.class) {
      return "a number";
    }
    return type.isArray() || type == String.class ? "one value" : "a " + argument.paramLabel();
  }

  private static String quoted(Throwable failure) {
    return "'" + failure.getMessage() + "'";
  }
}
