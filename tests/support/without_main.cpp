// without landlock|seccomp PROGRAM [ARGUMENT]...: runs it as on a kernel that lacks the one or the
// other.
#include "support/missing_protection.h"

#include <string_view>

#include <unistd.h>

int main(int argc, char** argv) {
  using platen::testing_support::Missing;
  if (argc < 3) return 2;
  const std::string_view what = argv[1];
  if (!platen::testing_support::pretend_missing(what == "seccomp" ? Missing::seccomp
                                                                  : Missing::landlock))
    return 2;
  ::execv(argv[2], argv + 2);
  return 2;
}
