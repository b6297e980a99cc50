package org.sweetspot.monitor;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Decides which monitor may read next, so that all together never spend more than their share of
 * the training's own time.
 *
 * <p>With k monitors, overhead o and T seconds of training so far: a reading expected to cost c is
 * taken only while spent + c is at most o T. Each monitor owns o T / k of that, so cheap ones are
 * never kept waiting by dear ones; what cheap ones leave goes to the one that has had the least
 * among those whose own share does not suffice, and is saved up for it if need be. Time is shared
 * equally, so that cheap monitors read more often than dear ones.
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
    List<Account> due =
        accounts.stream()
            .filter(account -> account.isDue(step, progress, spacing))
            .sorted(Comparator.comparingDouble(Account::spent))
            .toList();
    long sharers = accounts.stream().filter(account -> !account.isOff()).count();
    double own = overhead * training / Math.max(1, sharers);
    Optional<Account> within =
        due.stream()
            .filter(account -> account.spent() + account.expected() <= own)
            .filter(account -> account.expected() <= left)
            .findFirst();
    if (within.isPresent()) {
      return within;
    }
    return due.stream().findFirst().filter(account -> account.expected() <= left);
  }
}
