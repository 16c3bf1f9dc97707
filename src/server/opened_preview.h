#pragma once

#include "intake/api/preview_routes.h"
#include "preview/kept_document.h"
#include "preview/preview.h"

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace platen::server {

// A preview with all that it needs to stay alive.
struct OpenedPreview {
  OpenedPreview(std::string name, flow::PrintJob job) : id(std::move(name)), work(std::move(job)) {}

  std::string describe(); // JSON: docs/protocols/rest.md
  // Errc::not_found: it has no such side, counted from 1.
  Result<intake::api::PreviewPicture> picture(std::int32_t side,
                                              const intake::api::PreviewLook& look);

  const std::string id;
  const flow::PrintJob work;
  Cancel cancel;
  std::vector<std::shared_ptr<preview::KeptDocument>> documents;
  std::unique_ptr<preview::Preview> preview; // uses all above

private:
  void note(std::size_t side, const preview::View& view);

  struct Said { // of a side that was drawn
    std::vector<std::string> warnings, approximations;
  };
  std::mutex mutex_;
  std::map<std::size_t, Said> said_;
};

// JPEG, or PNG where it is asked for.
Result<intake::api::PreviewPicture> coded_picture(const ConstBand& rows, Dpi resolution, bool png);

} // namespace platen::server
