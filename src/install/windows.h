#pragma once

#include "install/facts.h"

#include <string>
#include <vector>

namespace platen::install {

// What Windows calls the printers, in their order: their titles, each once.
std::vector<std::string> windows_names(const std::vector<Printer>& printers);
// What Windows asks: "http://HOST:PORT/ipp/print/NAME". By TLS only where Windows would believe the
// certificate.
std::string windows_url(const Place& place, const Printer& printer);
// One line a printer for a PowerShell of an administrator.
std::string windows_lines(const Place& place, const std::vector<Printer>& printers);
// The same as a script (UTF-8 with its mark, lines as Windows ends them) that checks first,
// verifies, prints a page if asked, and can take all back.
std::string windows_script(const Place& place, const std::vector<Printer>& printers);

} // namespace platen::install
