#pragma once

#include "intake/ipp/admission.h"
#include "intake/ipp/checks.h"
#include "intake/ipp/inflate.h"
#include "job/store.h"

#include <memory>
#include <string>

namespace platen::intake::ipp {

// The document of one request on its way into the store, decompressed as it comes.
class DocumentData {
public:
  // `share` may be null: nothing but the size of a document is bounded.
  DocumentData(job::Store& store, Compression compression, std::shared_ptr<Admission::Share> share)
      : store_(store), share_(std::move(share)), inflater_(compression) {}

  // A refusal is the client's fault and ends the request. What the store cannot do is remembered
  // instead, and the rest of the document thrown away: the operation says what becomes of its job.
  std::optional<Refusal> write(Bytes piece);
  std::optional<Refusal> finish();

  std::unique_ptr<job::IncomingDocument> take() {
    return std::move(document_);
  }                                                   // null: no byte came
  const std::string& error() const { return error_; } // empty: all is stored

private:
  std::optional<Refusal> judge(const Error& error);
  job::Store& store_;
  const std::shared_ptr<Admission::Share> share_;
  Inflater inflater_;
  std::unique_ptr<job::IncomingDocument> document_;
  std::string error_;
};

} // namespace platen::intake::ipp
