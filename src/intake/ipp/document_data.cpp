#include "intake/ipp/document_data.h"

#include "base/limits.h"

namespace platen::intake::ipp {

std::optional<Refusal> DocumentData::write(Bytes piece) {
  if (piece.empty() || !error_.empty()) return std::nullopt;
  if (!document_) document_ = store_.new_document();
  if (document_->size() + piece.size() > limits::document_bytes)
    return Refusal{IPP_STATUS_ERROR_REQUEST_ENTITY,
                   "a document has at most " + std::to_string(limits::document_bytes) + " bytes"};
  if (share_)
    if (auto refusal = share_->grow_to(document_->size() + piece.size())) return refusal;
  const auto written = inflater_.write(piece, *document_);
  if (!written) return judge(written.error());
  return share_ ? share_->grow_to(document_->size()) : std::nullopt; // it may have been compressed
}

std::optional<Refusal> DocumentData::finish() {
  if (!error_.empty()) return std::nullopt;
  const auto ended = inflater_.finish();
  return ended ? std::nullopt : judge(ended.error());
}

std::optional<Refusal> DocumentData::judge(const Error& error) {
  if (error.code == Errc::malformed)
    return Refusal{IPP_STATUS_ERROR_COMPRESSION_ERROR, error.message()};
  if (error.code == Errc::limit) return Refusal{IPP_STATUS_ERROR_REQUEST_ENTITY, error.message()};
  error_ = error.message();
  document_.reset();
  return std::nullopt;
}

} // namespace platen::intake::ipp
