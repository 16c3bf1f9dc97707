#pragma once

#include <string>
#include <string_view>

// Anybody's words within scripts, commands and files: whatever they are, they stay words.
namespace platen::install {

// In one line: without control characters, without those that turn the direction of what follows,
// and valid UTF-8 (U+FFFD in place of what is none).
std::string one_line(std::string_view words);

// As one argument of PowerShell, 'in quotes'. Its typographic quotes end such a text as well.
std::string for_powershell(std::string_view words);
// As one argument of a POSIX shell: bare where nothing in it has a meaning.
std::string for_shell(std::string_view words);
// The text of an XML element.
std::string for_xml(std::string_view words);

// A name as Windows takes it for a printer: without \ , ! " and of at most 200 characters.
std::string windows_name(std::string_view title);

} // namespace platen::install
