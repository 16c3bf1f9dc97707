#include "intake/ipp/incoming.h"

#include <future>

namespace platen::intake::ipp {

using platen::ipp::Message;

namespace {

Result<Message> message_of(const http::Response& response) {
  if (response.content_type != "application/ipp" || !response.body)
    return fail(Errc::busy, "the server cannot take it now: try again later");
  return Message::parse(as_bytes(*response.body));
}

Result<std::optional<Message>> early_answer(const std::optional<http::Response>& response) {
  if (!response) return std::nullopt;
  TRY(Message message, message_of(*response));
  return std::optional(std::move(message));
}

} // namespace

Result<std::optional<Message>> Incoming::begin(const Message& request) {
  return early_answer(exchange_->body(as_bytes(request.encode())));
}

Result<std::optional<Message>> Incoming::write(Bytes piece) {
  return early_answer(exchange_->body(piece));
}

Result<Message> Incoming::finish() {
  auto promise = std::make_shared<std::promise<http::Response>>();
  auto answer = promise->get_future();
  exchange_->finish(
      [promise](http::Response response) { promise->set_value(std::move(response)); });
  promise.reset(); // the operation alone has it: one that is dropped is noticed
  try {
    return message_of(answer.get());
  } catch (const std::future_error&) { // the operation dropped its answer
    return fail(Errc::bug, "the server has no answer to this");
  }
}

} // namespace platen::intake::ipp
