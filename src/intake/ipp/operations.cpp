#include "intake/ipp/handlers.h"

#include <algorithm>
#include <array>

namespace platen::intake::ipp {

namespace {

using T = Target;
using A = Access;

constexpr bool document = true, no_document = false;

// Code, name, target, access, document data, check before the document is read, handler.
const auto table = std::to_array<Operation>({
    // Printers (RFC 8011 section 4.2, RFC 3998).
    {IPP_OP_GET_PRINTER_ATTRIBUTES, "Get-Printer-Attributes", T::printer, A::anyone, no_document,
     nullptr, get_printer_attributes},
    // Jobs and documents (RFC 8011 sections 4.2 and 4.3, PWG 5100.5, 5100.7, 5100.11).
    // Subscriptions (RFC 3995, RFC 3996).
    // The system (PWG 5100.22), and CUPS' operations.
});

} // namespace

std::span<const Operation> operations() {
  return table;
}

const Operation* find_operation(ipp_op_t code) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const Operation& operation) {
    return operation.code == code;
  });
  return found == table.end() ? nullptr : &*found;
}

} // namespace platen::intake::ipp
