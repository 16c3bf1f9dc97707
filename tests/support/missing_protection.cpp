#include "support/missing_protection.h"

#include <cerrno>

#include <linux/prctl.h>
#include <seccomp.h>

namespace platen::testing_support {
namespace {

bool refuse(scmp_filter_ctx context, int call, int error) {
  return ::seccomp_rule_add(context, SCMP_ACT_ERRNO(static_cast<unsigned>(error)), call, 0) == 0;
}

bool add_rules(scmp_filter_ctx context, Missing what) {
  if (what != Missing::seccomp)
    return refuse(context, SCMP_SYS(landlock_create_ruleset),
                  what == Missing::landlock ? ENOSYS : EOPNOTSUPP);
  // libseccomp falls back from the call to prctl.
  const scmp_arg_cmp setting{0, SCMP_CMP_EQ, PR_SET_SECCOMP, 0};
  return refuse(context, SCMP_SYS(seccomp), ENOSYS) &&
         ::seccomp_rule_add(context, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1, setting) == 0;
}

} // namespace

bool pretend_missing(Missing what) {
  const scmp_filter_ctx context = ::seccomp_init(SCMP_ACT_ALLOW);
  if (context == nullptr) return false;
  const bool done = add_rules(context, what) && ::seccomp_load(context) == 0;
  ::seccomp_release(context);
  return done;
}

} // namespace platen::testing_support
