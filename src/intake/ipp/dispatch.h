#pragma once

#include "intake/ipp/checks.h"
#include "intake/ipp/operation.h"

namespace platen::intake::ipp {

// The rules between a parsed request and its handler, in their order: version, request-id,
// operation, charset and language, groups, target, who asks, what the operation itself demands.
// Fills the call and finds its operation; or says why not. Runs before document data is read.
// `known`: who asks, where that was proven before; else the header tells.
std::optional<Refusal> prepare(Call& call, const http::Head& head,
                               const std::optional<auth::Principal>& known,
                               const Operation*& operation);

// The beginning of the answer to a request, in the version nearest to its own.
Message begin_reply(const Message& request);
// An answer to a message of which only the header could be read: version and request-id of its
// first eight bytes.
Message reply_to_header(Bytes header);

// The HTTP answer around an IPP one: 401 with its challenge when a login is missing (426 first
// where the password would cross the network in the clear), else 200.
http::Response http_response(const http::Peer& peer, bool tls,
                             std::shared_ptr<const std::string> bytes, ipp_status_t status);

} // namespace platen::intake::ipp
