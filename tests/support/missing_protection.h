#pragma once

namespace platen::testing_support {

// What a kernel may not have.
enum class Missing {
  landlock,         // not built in: ENOSYS
  enabled_landlock, // built in, and not named in lsm=: EOPNOTSUPP
  seccomp,
};

// Makes this process, and all that it starts, believe that its kernel has it not. False when that
// cannot be done.
bool pretend_missing(Missing what);

} // namespace platen::testing_support
