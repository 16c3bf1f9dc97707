"""The kill loop (kill_loop.py), 50 kills of it: nothing acknowledged is lost, doubled or half, and nothing is left behind."""
import unittest

import kill_loop

KILLS = 50


class Kill(unittest.TestCase):
    def test_no_acknowledged_job_is_lost_or_doubled(self):
        figures, faults = kill_loop.run(KILLS, seed=1)
        print(", ".join(f"{name} {figures[name]}" for name in kill_loop.FIGURES))
        self.assertEqual(faults, [])
        # The rounds were long enough to mean something.
        self.assertGreaterEqual(figures["kills"], KILLS)
        self.assertGreater(figures["acknowledged"], KILLS)
        self.assertGreater(figures["admin-acts"], 2)
        self.assertGreater(figures["migrations"], 3)
        self.assertGreater(figures["printed"], 5)


if __name__ == "__main__":
    unittest.main()
