"""20,000 mutated requests, connections and documents against a running server; docs/testing.md tells how to run more."""
import os
import unittest

import mutator


class Mutator(unittest.TestCase):
    def test_nothing_that_a_client_can_send_harms_the_server(self):
        patience = 20 * int(os.environ.get("TEST_PATIENCE", "1"))  # a loaded machine is slow; by hand it is 2 s
        options = mutator.parse_arguments(["--cases", "20000", "--seed", "1", "--patience", str(patience), "--jobs", "2",
                                           "--memory-mb", os.environ.get("GROWTH_MB", "32")])
        print("\n".join(mutator.attack_server(options)))


if __name__ == "__main__":
    unittest.main()
