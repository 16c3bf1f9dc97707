#pragma once

#include "intake/ipp/attribute_room.h"
#include "intake/ipp/dispatch.h"
#include "intake/ipp/document_data.h"

#include <memory>
#include <optional>

namespace platen::intake::ipp {

// One IPP request under way: collects its attributes, prepares the call, passes document data on to
// the store, and runs the operation when the body is whole.
class IppExchange final : public http::Exchange {
public:
  // All of them outlive it.
  // `known`: who asks, where that was proven before; else the header tells.
  IppExchange(Services& services, AttributeRoom& room, http::Head head,
              std::optional<auth::Principal> known = std::nullopt)
      : services_(services), head_(std::move(head)), known_(std::move(known)), share_(room) {}

  std::optional<http::Response> body(Bytes piece) override;
  void finish(http::Respond respond) override;

private:
  std::optional<http::Response> begin_call(Bytes attributes);
  std::optional<http::Response> take_document(Bytes piece);
  std::optional<http::Response> choose_compression();
  void keep_header();
  http::Response broken(const Error& error) const;
  http::Response refuse(const Refusal& refusal);

  Services& services_;
  http::Head head_;
  const std::optional<auth::Principal> known_;
  AttributeShare share_; // of all that the attributes may take
  Buffer attributes_;    // until they are whole
  platen::ipp::Frame frame_;
  std::shared_ptr<Call> call_;
  const Operation* operation_ = nullptr;
  std::optional<DocumentData> document_;
  std::size_t ignored_ = 0; // bytes after the attributes of an operation that takes no document
};

} // namespace platen::intake::ipp
