#include "remote/records.h"

#include "remote/listing.h"

namespace platen::app {

// A server may say what is no UTF-8.
Result<void> print_json(const Json& json) {
  return print_text(json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

} // namespace platen::app
