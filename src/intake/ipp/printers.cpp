#include "intake/ipp/printers.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

template<class Match> PrinterRecord find(const job::Store& store, Match match) {
  auto all = store.printers();
  const auto found = std::find_if(all->begin(), all->end(), match);
  if (found == all->end()) return nullptr;
  return {all, &*found}; // the list lives as long as the record is used
}

} // namespace

PrinterRecord printer_named(const job::Store& store, std::string_view name) {
  return find(store, [&](const job::Printer& printer) { return printer.name == name; });
}

PrinterRecord printer_with_id(const job::Store& store, job::PrinterId id) {
  return find(store, [&](const job::Printer& printer) { return printer.id == id; });
}

PrinterRecord default_printer(const job::Store& store) {
  if (const auto chosen = store.setting(default_printer_setting))
    if (auto printer = printer_named(store, *chosen)) return printer;
  return find(store, [](const job::Printer&) { return true; });
}

} // namespace platen::intake::ipp
