#pragma once

#include "job/account.h"
#include "remote/session.h"

#include <functional>

namespace platen::app {

// The account of what was printed, as a server tells it to its administrators: one entry after the
// other in the order of their ends, until `each` returns false. A piece of it at a time is in
// memory.
Result<void> each_entry(Session& session, const job::AccountQuery& query,
                        const std::function<bool(const job::AccountEntry&)>& each);

} // namespace platen::app
