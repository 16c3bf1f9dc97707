#pragma once

#include "intake/ipp/operation.h"

#include <memory>
#include <vector>

namespace platen::intake::ipp {

// The kept job of the call (check_new_job) into the store, with its password hashed and its
// subscriptions made; answers when it is on disk.
void add_new_job(const std::shared_ptr<Call>& call,
                 std::vector<std::unique_ptr<job::IncomingDocument>> documents);

// Proves the account of the kept job, where that is still to be done, then goes on; a job that is
// kept without one is held by then. Answers on failure.
void with_settled_job(const std::shared_ptr<Call>& call, std::function<void()> next);

// Hashes what is given as job-password, then goes on with the encoded secret; answers on failure.
void with_hashed_pin(const std::shared_ptr<Call>& call, std::optional<struct Pin> pin,
                     std::function<void(std::string secret)> next);

} // namespace platen::intake::ipp
