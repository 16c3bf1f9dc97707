"""The kill loop of scanning (scan_kill_loop.py), 30 kills of it."""
import unittest

import scan_kill_loop

KILLS = 30


class Kill(unittest.TestCase):
    def test_no_page_and_no_delivery_is_lost(self):
        figures, faults = scan_kill_loop.run(KILLS, seed=1)
        print(", ".join(f"{name} {figures[name]}" for name in scan_kill_loop.FIGURES))
        self.assertEqual(faults, [])
        # The rounds were long enough to mean something.
        self.assertGreater(figures["scans"], KILLS // 2)
        self.assertGreater(figures["pages"], KILLS // 2)
        self.assertGreater(figures["delivered"], 5)
        self.assertGreater(figures["resumed"], 2)


if __name__ == "__main__":
    unittest.main()
