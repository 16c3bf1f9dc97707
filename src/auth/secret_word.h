#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

// Secrets that programs keep for people: nobody types them, so they are long, and no dictionary has
// them; a plain digest hides them well enough.
namespace platen::auth {

// 256 random bits as 43 characters of A-Z a-z 0-9 - _.
Result<std::string> random_word();
// The SHA-256 as 64 digits.
std::string digest_of(std::string_view text);
// In a time that does not tell where they differ.
bool is_same(std::string_view one, std::string_view other);

std::string to_base64(std::string_view bytes);

} // namespace platen::auth
