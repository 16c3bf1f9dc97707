#include "intake/ipp/exchange.h"

#include "base/limits.h"

#include <algorithm>

namespace platen::intake::ipp {

namespace {

constexpr std::size_t header_bytes = 8;
// What may follow the attributes of an operation without document data: it means nothing.
constexpr std::size_t ignored_bytes = 64 << 10;

} // namespace

std::optional<http::Response> IppExchange::body(Bytes piece) {
  if (call_) return take_document(piece);
  attributes_.insert(attributes_.end(), piece.begin(), piece.end());
  const auto end = frame_.find_end(attributes_, limits::ipp_bytes);
  if (!end) return broken(end.error());
  if (!share_.hold(end->value_or(attributes_.size()))) {
    keep_header();
    return broken({Errc::busy, "the requests under way have as many attributes as this server "
                               "holds at a time: try again later, or ask for less at once"});
  }
  if (!*end) return std::nullopt;
  const Buffer whole = std::move(attributes_);
  if (auto refused = begin_call(Bytes(whole).first(**end))) return refused;
  return take_document(Bytes(whole).subspan(**end));
}

void IppExchange::finish(http::Respond respond) {
  if (!call_) {
    respond(broken({Errc::malformed, "the IPP message is cut short", attributes_.size()}));
    return;
  }
  if (document_) {
    if (const auto refusal = document_->finish()) {
      respond(refuse(*refusal));
      return;
    }
    call_->document_error = document_->error();
    call_->document = document_->take();
    document_.reset(); // its share is the call's now
  }
  call_->respond = [respond = std::move(respond), peer = head_.peer,
                    tls = services_.identity.tls](auto bytes, ipp_status_t status) {
    respond(http_response(peer, tls, std::move(bytes), status));
  };
  operation_->run(call_);
}

std::optional<http::Response> IppExchange::begin_call(Bytes attributes) {
  auto message = Message::parse(attributes);
  if (!message) {
    attributes_.assign(attributes.begin(), attributes.begin() + header_bytes);
    return broken(message.error());
  }
  Message reply = begin_reply(*message);
  call_ = std::make_shared<Call>(services_, std::move(*message), std::move(reply));
  const auto refusal = prepare(*call_, head_, known_, operation_);
  drop_fields(head_); // a slow client shall not hold them
  if (refusal) return refuse(*refusal);
  return operation_->takes_document ? choose_compression() : std::nullopt;
}

// An answer that is an error needs no more, and memory is what is lacking.
void IppExchange::keep_header() {
  attributes_.resize(std::min(attributes_.size(), header_bytes));
  attributes_.shrink_to_fit();
}

std::optional<http::Response> IppExchange::choose_compression() {
  const auto keyword = call_->request.text(IPP_TAG_OPERATION, "compression").value_or("none");
  const auto compression = compression_of(keyword);
  if (compression) {
    document_.emplace(services_.store, *compression, call_->share);
    return std::nullopt;
  }
  ippAddString(call_->reply.get(), IPP_TAG_UNSUPPORTED_GROUP, IPP_TAG_KEYWORD, "compression",
               nullptr, keyword.c_str());
  return refuse(
      {IPP_STATUS_ERROR_COMPRESSION_NOT_SUPPORTED, "compression is none, gzip or deflate"});
}

std::optional<http::Response> IppExchange::take_document(Bytes piece) {
  if (piece.empty()) return std::nullopt;
  if (!document_) {
    ignored_ += piece.size();
    if (ignored_ <= ignored_bytes) return std::nullopt;
    return refuse(
        {IPP_STATUS_ERROR_BAD_REQUEST, std::string(operation_->name) + " takes no document"});
  }
  const auto refusal = document_->write(piece);
  return refusal ? std::optional(refuse(*refusal)) : std::nullopt;
}

// Not even the attributes could be read: with version and request-id there is an IPP answer.
http::Response IppExchange::broken(const Error& error) const {
  if (attributes_.size() < header_bytes) return http::text_response(400, error.message() + "\n");
  const ipp_status_t status = status_of(error.code);
  std::optional<http::Response> response;
  Call call(services_, Message(), reply_to_header(Bytes(attributes_).first(header_bytes)));
  call.respond = [&](auto bytes, ipp_status_t given) {
    response = http_response(head_.peer, services_.identity.tls, std::move(bytes), given);
  };
  call.answer(status, error.message());
  return *std::move(response);
}

http::Response IppExchange::refuse(const Refusal& refusal) {
  std::optional<http::Response> response;
  call_->respond = [&](auto bytes, ipp_status_t given) {
    response = http_response(head_.peer, services_.identity.tls, std::move(bytes), given);
  };
  call_->answer(refusal.status, refusal.message);
  return *std::move(response);
}

} // namespace platen::intake::ipp
