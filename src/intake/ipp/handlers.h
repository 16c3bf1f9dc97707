#pragma once

#include "intake/ipp/operation.h"

// The handlers that operations.cpp lists; each is in the file of its name.
namespace platen::intake::ipp {

// Printers.
void get_printer_attributes(const std::shared_ptr<Call>& call);

// Jobs and documents.

// Subscriptions.

// The system, and CUPS' operations.

} // namespace platen::intake::ipp
