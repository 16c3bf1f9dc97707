#pragma once

#include "wire/ipp/request.h"
#include "wire/ipp/values.h"

namespace platen::client {

using platen::ipp::make_request;
using platen::ipp::request_attributes;
using platen::ipp::value_text;
using platen::ipp::values_of;

} // namespace platen::client
