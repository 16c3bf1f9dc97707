"""20,000 mutated requests, connections and documents against a running server; docs/testing.md tells how to run more."""
import os
import unittest
import unittest.mock

import mutator


class Mutator(unittest.TestCase):
    def test_nothing_that_a_client_can_send_harms_the_server(self):
        patience = 20 * int(os.environ.get("TEST_PATIENCE", "1"))  # a loaded machine is slow; by hand it is 2 s
        options = mutator.parse_arguments(["--cases", "20000", "--seed", "1", "--patience", str(patience), "--jobs", "2",
                                           "--memory-mb", os.environ.get("GROWTH_MB", "32")])
        print("\n".join(mutator.attack_server(options)))

    def test_every_case_is_one_servers_and_no_find_is_lost(self):
        options = mutator.parse_arguments(["--cases", "100", "--from", "7", "--jobs", "3"])
        self.assertEqual([n for part in range(3) for n in mutator.part_of(100, options, part)], list(range(7, 107)))
        with unittest.mock.patch.object(mutator, "attack_part", find_something), self.assertRaises(mutator.Find) as found:
            mutator.attack_server(options)
        self.assertEqual(str(found.exception), "in part 1\nin part 2")


def find_something(_, part):
    if part > 0:
        raise mutator.Find(f"in part {part}")
    return mutator.Outcome()


if __name__ == "__main__":
    unittest.main()
