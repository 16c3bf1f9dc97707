#pragma once

#include "base/sanitized.h"

#if PLATEN_SANITIZED
// The leak check at the end would trace this process, which the sandbox forbids.
extern "C" const char* __asan_default_options();
extern "C" const char* __asan_default_options() {
  return "detect_leaks=0";
}
#endif
