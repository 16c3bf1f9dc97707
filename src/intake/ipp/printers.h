#pragma once

#include "job/store.h"

#include <memory>
#include <string_view>

// Printer records of the store, by name and otherwise. Null: there is no such printer.
namespace platen::intake::ipp {

using PrinterRecord = std::shared_ptr<const job::Printer>;

inline constexpr const char* default_printer_setting = "default-printer"; // holds a name

PrinterRecord printer_named(const job::Store& store, std::string_view name);
PrinterRecord printer_with_id(const job::Store& store, job::PrinterId id);
// The one that CUPS-Set-Default chose, while it exists; else the first. Null only without printers.
PrinterRecord default_printer(const job::Store& store);

} // namespace platen::intake::ipp
