#pragma once

#include "command_line.h"

// What "platen models" has for those who publish models.
namespace platen::app {

Result<void> make_models_key(const Arguments& arguments); // keygen FILE
Result<void> sign_models(const Arguments& arguments);     // sign FOLDER
Result<void> pack_models(const Arguments& arguments);     // pack FOLDER

} // namespace platen::app
