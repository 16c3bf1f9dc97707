#pragma once

#include "scan/device/device.h"
#include "scan/device/sane_process.h"

namespace platen::scan {

inline constexpr std::string_view sane_scheme = "sane:";

// A device of libsane, by its own name ("test:0"); `title` is what people call it, where that is
// known. `cancel` outlives it; its Feed may not.
Result<std::unique_ptr<Scanner>> open_sane_scanner(const std::string& device,
                                                   const SaneProgram& program, const Cancel& cancel,
                                                   const std::string& title = {});
// All that libsane finds, but what this machine itself serves; each uri is "sane:DEVICE".
Result<std::vector<FoundScanner>> find_sane_scanners(const SaneProgram& program,
                                                     const Cancel& cancel);

} // namespace platen::scan
