package org.sweetspot.report;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chromium with the network off. It must be installed; nothing is downloaded. */
final class Browser implements AutoCloseable {
  static final Path CHROMIUM =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").stream()
          .map(Path::of)
          .filter(Files::isExecutable)
          .findFirst()
          .orElse(Path.of("/usr/bin/chromium"));

  private static final double HANG_MILLIS = 600_000;

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser chromium;

  Browser() {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    chromium =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(CHROMIUM)
                    .setArgs(List.of("--no-sandbox", "--disable-gpu")));
  }

  static boolean isInstalled() {
    return Files.isExecutable(CHROMIUM);
  }

  /** A page at that width, with everything it complained about and everything it asked for. */
  Sheet open(Path file, int width, ColorScheme scheme) {
    BrowserContext context =
        chromium.newContext(
            new com.microsoft.playwright.Browser.NewContextOptions()
                .setOffline(true)
                .setViewportSize(width, 900)
                .setColorScheme(scheme));
    Page page = context.newPage();
    // A guard against hanging only: a busy machine may take long.
    page.setDefaultTimeout(HANG_MILLIS);
    page.setDefaultNavigationTimeout(HANG_MILLIS);
    List<String> complaints = new ArrayList<>();
    List<String> requests = new ArrayList<>();
    page.onConsoleMessage(
        message -> {
          if (!"log".equals(message.type()) && !"debug".equals(message.type())) {
            complaints.add(message.type() + ": " + message.text());
          }
        });
    page.onPageError(complaints::add);
    page.onRequest(request -> requests.add(request.url()));
    page.route("http**", Route::abort);
    page.addInitScript(
        "document.addEventListener('securitypolicyviolation', e => console.error('policy '"
            + " + e.violatedDirective + ' ' + e.blockedURI));");
    String address = file.toUri().toString();
    page.navigate(address);
    return new Sheet(context, page, address, complaints, requests);
  }

  /** An open page. */
  record Sheet(
      BrowserContext context,
      Page page,
      String address,
      List<String> complaints,
      List<String> requests)
      implements AutoCloseable {
    /** Waits until every chart was drawn or failed. */
    void await() {
      // A selector, since the page's policy forbids the evaluation of any other condition.
      page.waitForSelector("html[data-charts=drawn]");
    }

    /** A picture of the whole page. */
    void picture(Path file) {
      page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    @Override
    public void close() {
      context.close();
    }
  }

  @Override
  public void close() {
    chromium.close();
    playwright.close();
  }
}
