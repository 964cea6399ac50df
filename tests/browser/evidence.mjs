// Goes the way that readers go from a document: from its page to whoever quotes it, from there back to the
// passage. At both ends what the link names must be `:target` and stand in the window.

// Returns sentences; none for a page that nobody quotes.
export async function evidenceFaults(page) {
  const address = page.url();
  const faults = [];
  const leading = page.locator('a[href*="#said-"]');
  const all = await leading.evaluateAll((links) => links.map((link) => link.href));
  for (const way of [...new Set(all)].slice(0, 3)) {
    await page.goto(address);
    await leading.nth(all.indexOf(way)).click();
    await page.waitForURL(way);
    faults.push(...(await targetFaults(page, way)));
    const back = page.locator(`${new URL(way).hash.replace(/^#/, "[id='")}'] a[href*="#q"]`).first();
    if ((await back.count()) === 0) {
      faults.push(`the quotation ${way} has no link to its passage`);
      continue;
    }
    const passage = await back.evaluate((link) => link.href);
    await back.click();
    await page.waitForURL(passage);
    faults.push(...(await targetFaults(page, passage)));
    if (new URL(passage).pathname !== new URL(address).pathname) faults.push(`the quotation ${way} leads to ${passage}`);
  }
  await page.goto(address);
  return faults;
}

async function targetFaults(page, address) {
  const state = await page.evaluate(() => {
    const target = document.querySelector(":target");
    if (!target) return "is nowhere";
    const { top, bottom, width, height } = target.getBoundingClientRect();
    if (width === 0 || height === 0) return "shows nothing";
    return bottom > 0 && top < window.innerHeight ? "" : "stands outside of the window";
  });
  return state ? [`what ${address} leads to ${state}`] : [];
}
