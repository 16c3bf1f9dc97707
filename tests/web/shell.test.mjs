// The frame of the app: navigation, languages, dark and light, log-in, a server that goes and comes.
import assert from "node:assert/strict";
import { appTest, axe, fitsWidth, openWorld, screenshot, settled } from "./support.mjs";

const world = await openWorld();

for (const size of ["phone", "desktop"])
  for (const theme of ["light", "dark"])
    appTest(world, `the frame on a ${size}, ${theme}`, async () => {
      const page = await world.page({ size, theme });
      await page.getByRole("heading", { level: 1 }).waitFor();
      await fitsWidth(page);
      await axe(page);
      await screenshot(page, `frame-${size}-${theme}`);
    });
