#pragma once

#include "intake/api/route.h"
#include "model/model.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace platen::intake::api {

// What somebody would print, and wants to see before.
struct PreviewQuestion {
  std::string printer, title;
  std::vector<std::string> documents; // ids of documents that were sent
  model::Options options;
  std::string instead_of; // a preview that is not looked at any more; empty: none
};

// How a side is looked at.
struct PreviewLook {
  std::int32_t size = 1'000; // pixels of the longer edge
  bool gamut = false, paper_white = true, paper_black = true, lines = true;
  bool png = false;
  std::string part; // "X,Y,WIDTHxHEIGHT" in device pixels; empty: all of it
};

struct PreviewPicture {
  std::string media_type;
  std::shared_ptr<const std::string> bytes;
};

// Shows what is about to be printed, on threads of its own. What is not the caller's is
// Errc::not_found. From any thread; all but take() blocks.
class PreviewDesk {
public:
  virtual ~PreviewDesk() = default;
  // Work of this caller; `run` is false where the desk has ended. Callers get their turns. False:
  // too many wait.
  [[nodiscard]] virtual bool take(const Call& call, std::function<void(bool run)> work) = 0;

  // Descriptions are JSON (docs/protocols/rest.md). Sides and pages are counted from 1.
  virtual Result<std::string> open(const Call& call, const PreviewQuestion& question) = 0;
  virtual Result<std::string> describe(const Call& call, const std::string& id) = 0;
  virtual Result<void> close(const Call& call, const std::string& id) = 0;
  virtual Result<PreviewPicture> side(const Call& call, const std::string& id, std::int32_t side,
                                      const PreviewLook& look) = 0;
  virtual Result<std::string> pages(const Call& call, const std::string& document) = 0;
  virtual Result<PreviewPicture> page(const Call& call, const std::string& document,
                                      std::int32_t page, const PreviewLook& look) = 0;
  virtual Result<PreviewPicture> job_side(const Call& call, std::int32_t job, std::int32_t side,
                                          const PreviewLook& look) = 0;
};

// `desk` outlives them; null for the table alone.
Routes preview_routes(PreviewDesk* desk);

// {"printer", "documents", "title", "options", "instead-of"}. Errc::malformed says what is wrong.
Result<PreviewQuestion> read_preview_question(const std::string& body);
// The query of a request for a picture. Errc::invalid.
Result<PreviewLook> read_preview_look(const Call& call);

} // namespace platen::intake::api
