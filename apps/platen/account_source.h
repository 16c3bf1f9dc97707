#pragma once

#include "command_line.h"
#include "job/account.h"

#include <functional>

namespace platen::app {

// Calls `each` with one entry of an account after the other, in the order of their ends, until it
// returns false.
using Account =
    std::function<Result<void>(const std::function<bool(const job::AccountEntry&)>& each)>;

// That of the server which --server names or which runs, asked over IPP; that in the store of
// --state; or, where no server runs and none is named, in the store that is the caller's to look
// after.
Result<Account> find_account(const Arguments& arguments, const job::AccountQuery& query);

} // namespace platen::app
