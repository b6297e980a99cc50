package org.sweetspot.monitor;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides which monitor may read next, so that all together never spend more than their share of
 * the training's own time.
 *
 * <p>With overhead o and T seconds of training so far, a reading expected to cost c is taken only
 * while spent + c is at most o T. Each monitor owns a share of o T by its weight; among those whose
 * own share suffices the one that has used the least of it comes first, and is waited for while the
 * whole is overdrawn. So dear ones never keep cheap ones waiting, and many cheap ones don't starve
 * a dear one. What is left goes to the monitor that has had the least among the others, and is
 * saved up for it if need be. Time is shared, not readings: cheap monitors read more often.
 */
final class Rota {
  private final double overhead;
  private final double spacing;
  private final List<Account> accounts;

  /**
   * Sets the shares.
   *
   * @param overhead largest share of the training's own time
   * @param spacing least progress between two readings of a monitor, as a share of the training
   */
  Rota(double overhead, double spacing, List<Account> accounts) {
    this.overhead = overhead;
    this.spacing = spacing;
    this.accounts = List.copyOf(accounts);
  }

  /**
   * The monitor to ask now.
   *
   * @param training seconds of the training itself so far
   * @param spent seconds of monitoring so far
   * @return empty where none is due or nothing more can be afforded
   */
  Optional<Account> next(long step, double progress, double training, double spent) {
    double left = overhead * training - spent;
    if (left <= 0) {
      return Optional.empty();
    }
    double weights = 0;
    for (Account account : accounts) {
      weights += account.isOff() ? 0 : account.weight();
    }
    // Plain loops: this runs after every update.
    Account within = null;
    Account first = null;
    for (Account account : accounts) {
      if (account.isDue(step, progress, spacing)) {
        double own = overhead * training * account.weight() / weights;
        if (account.shared() + account.expected() <= own && isAhead(account, within)) {
          within = account;
        }
        if (isAhead(account, first)) {
          first = account;
        }
      }
    }
    Account chosen = within == null ? first : within;
    return chosen != null && chosen.expected() <= left ? Optional.of(chosen) : Optional.empty();
  }

  private static boolean isAhead(Account account, @Nullable Account other) {
    return other == null || account.shared() * other.weight() < other.shared() * account.weight();
  }
}
