import { mkdirSync } from 'node:fs';
import path from 'node:path';
import axe, { type AxeResults } from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';
const SCREENSHOTS = path.join(__dirname, '../browser/screenshots');
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, headless: true, chromiumSandbox: false, args: FLAGS });

/** A tab, and what it complained about: errors, failed requests and violations of the page's policy. */
export interface WatchedPage {
  page: Page;
  complaints: string[];
}

export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en-GB', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`thrown: ${error.message}`));
  // A page that is left drops what it was still asking for, such as its own refresh.
  let leaving = false;
  page.on('request', (request) => (leaving ||= request.isNavigationRequest() && request.frame() === page.mainFrame()));
  page.on('domcontentloaded', () => (leaving = false));
  page.on('requestfailed', (request) => {
    const error = request.failure()?.errorText;
    if (leaving && error === 'net::ERR_ABORTED' && !request.isNavigationRequest()) return;
    complaints.push(`failed: ${request.url()} ${error}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  return { page, complaints };
}

/** The whole page as a picture for people to look at; nothing compares it. */
export async function takePicture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

/** By how many pixels the page is wider than the window. */
export const overhang = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

/** What axe-core holds to be serious or critical on the page, as `rule: places`. */
export async function barriers(page: Page): Promise<string[]> {
  // As the debugger runs it: no policy of the page is bent. It is not in the frames, and does not ask for an answer of theirs.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { resultTypes: ['violations'], iframes: false })`,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join(' | ')}`);
}

/** Moves the focus by the keyboard, forward or back, until the element has it. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  const target = page.locator(selector);
  for (let presses = 0; presses < 200; presses++) {
    const way = await target.evaluate((element) => {
      const { activeElement } = element.ownerDocument;
      if (!activeElement || element === activeElement) return 0;
      return element.compareDocumentPosition(activeElement);
    });
    if (way === 0) return;
    // 4: the focus comes after the element.
    await page.keyboard.press((way & 4) !== 0 ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`The keyboard does not reach ${selector}: ${String(await page.evaluate(FOCUSED))}`);
}

const FOCUSED = 'document.activeElement.outerHTML';
