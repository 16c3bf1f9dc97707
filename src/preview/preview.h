#pragma once

#include "flow/job_plan.h"
#include "preview/canvas.h"

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace platen::preview {

// How a page is looked at. Without a profile of the paper the device's colours are sRGB, and only
// the lines count.
struct Look {
  bool paper_white = true; // absolute colorimetric: the paper's own white, and its black
  bool paper_black = true; // without paper_white: the paper's black on a white screen
  bool gamut = false;      // what the paper cannot show (dE76 above 3) is painted magenta
  bool lines = true;       // edges of paper, printable area and safe margins
};

// What a preview shows.
struct View {
  Canvas picture;
  double scale = 1; // pixels of the view for one of the device
  // The raster's top left corner on the view: beyond it lies the unprintable margin.
  std::int32_t raster_x = 0, raster_y = 0;
  std::vector<std::string> warnings;       // for people: the job's, as printing would tell them
  std::vector<std::string> approximations; // in which way the page itself will differ
};

// Where a preview gets what takes long to make, for who has it from former ones; what is empty the
// preview makes by itself.
struct Sources {
  // The document of the job with that index, opened so.
  std::function<Result<std::unique_ptr<render::Document>>(std::size_t index,
                                                          const render::Opening& how)>
      document;
  std::function<Result<ColourTable>(const render::TableRequest& request)> table;
};

// A job as it would come out of its printer, made by the same stages from the same plan; not a
// picture of the document. Thread-safe after open(). For the command and the web app.
class Preview {
public:
  // Opens and plans. `job` keeps its model, `cancel` and both outlive the preview. Errors: those of
  // the documents and of layout::plan.
  static Result<std::unique_ptr<Preview>> open(const flow::PrintJob& job, Cancel& cancel,
                                               Sources sources = {});

  std::size_t sides() const { return plan_.sides.size(); }
  const flow::Side& side(std::size_t index) const { return plan_.sides[index]; }
  // The same before its pages were arranged on it (flow/arrangement.h): which of the job's own pages
  // lie where.
  const flow::Side& planned(std::size_t index) const { return planned_[index]; }
  const flow::JobPlan& plan() const { return plan_; }
  // Of the document that SidePlan::document counts.
  const render::DocumentInfo& document(std::size_t index) const {
    return documents_[index]->info();
  }

  // The whole sheet, its longer edge `longest` pixels (16..limits::preview_edge).
  Result<View> whole(std::size_t side, std::int32_t longest, const Look& look);
  // A box of the raster (on it, at most limits::preview_pixels), a device pixel for each of the
  // view's, exactly as the device is told.
  Result<View> part(std::size_t side, const layout::PixelBox& box, const Look& look);
  // The same before it is proofed: the rows of the page in the device's format.
  Result<Buffer> device_rows(std::size_t side, const layout::PixelBox& box);

private:
  struct Drawn {
    Buffer rows;
    std::vector<std::string> warnings;
  };
  Preview(const flow::PrintJob& job, Cancel& cancel, Sources sources)
      : job_(job), cancel_(cancel), sources_(std::move(sources)) {}
  Result<void> open_all();
  Result<std::unique_ptr<render::Document>> open_document(std::size_t index);
  Result<Drawn> draw(const flow::Side& side, PixelFormat format, const layout::PixelBox& box,
                     bool gamut);
  Result<RowBuffer> proofed(const Drawn& drawn, PageShape shape, const Look& look);
  Result<void> paint_gamut(const flow::Side& side, const layout::PixelBox& box, RowBuffer& shown);
  Result<model::Rgb> paper_color(const Look& look);
  Result<ColourTable> proof_table(const Look& look);

  const flow::PrintJob& job_;
  Cancel& cancel_;
  Sources sources_; // `document` is asked while it is opened, and not kept
  flow::Documents documents_;
  std::vector<const render::Document*> drawn_; // those of documents_
  std::unique_ptr<render::Document> written_;  // on pictures
  std::unique_ptr<encode::Language> language_;
  flow::JobPlan plan_{};
  std::vector<flow::Side> planned_; // as many as plan_.sides
  std::mutex mutex_;
  std::map<model::RenderingIntent, ColourTable> proofs_; // made so far
};

} // namespace platen::preview
