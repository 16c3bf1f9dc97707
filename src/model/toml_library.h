#pragma once

// toml++ as this module uses it: errors are values, nothing throws.
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>
