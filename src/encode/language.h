#pragma once

#include "base/bytes.h"
#include "base/device_link.h"
#include "base/file.h"
#include "image/image.h"
#include "model/ticket.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace platen::model {
struct Model;
}

namespace platen::encode {

enum class SheetSide : std::uint8_t { front, back };

// One side of one sheet, ready to be sent.
struct SideSpec {
  std::int32_t index = 0; // 0-based among the sides of one set
  SheetSide side = SheetSide::front;
  bool last = false;       // no side follows in the job
  model::MediaSize media;  // always portrait: the paper as it is fed
  model::Margins margins;  // from the paper's edge to the raster
  std::int32_t copies = 1; // of this sheet in a row (1 when the set is collated by us)
  Dpi resolution;
  PageShape raster; // the printable area: rgb8 (or rgb16) for IVEC, mask1 for PCL
  std::string media_type, media_source; // PWG keywords; empty: the ticket's
  bool one_sided = false;               // whatever the ticket's sides
  bool adobe_rgb = false;               // the raster's colours; else sRGB, or the device's own
};

inline model::Sides sides_of(const SideSpec& spec, const model::Ticket& ticket) {
  return spec.one_sided ? model::Sides::one_sided : ticket.sides;
}

// Makes the payload of one side; many may work at once, each in one thread. Rows come from the top
// down.
class SideEncoder : public RowSink {
public:
  virtual Result<void> finish() = 0; // after the last row
};

// The raster that the device itself expects for one size of paper.
struct DeviceArea {
  std::int32_t width = 0, height = 0; // pixels of the printable area at the resolution asked for
  std::optional<model::Margins>
      margins; // from the paper's edge to that area, where the device says them
};

struct PixelBound {
  std::int32_t width = 0, height = 0;
  bool holds(const PageShape& page) const { return page.width <= width && page.height <= height; }
};

// What a device answered to ask(): only its language can read it. Immutable.
class DeviceAnswer {
public:
  virtual ~DeviceAnswer() = default;
};

// One job in one device language. Calls: [assume,] ask, begin_job, put_side..., end_job or
// cancel_job; side() at any time.
class Language {
public:
  virtual ~Language() = default;
  // Asks the device what it can do, where the language has a question, and keeps the answer: what
  // the device says beats the model file. A device that does not answer is not an error.
  virtual Result<void> ask(DeviceLink& device) = 0;
  // True where what ask() learns changes what side() makes or how pages are laid out.
  virtual bool answer_matters() const { return false; }
  // The answer, for another job on the same device; null when there is none.
  virtual std::shared_ptr<const DeviceAnswer> remember() const { return nullptr; }
  // Takes an answer as if the device had just given it; one of another language is ignored. A later
  // ask() that is answered replaces it.
  virtual void assume(const std::shared_ptr<const DeviceAnswer>& answer) {
    static_cast<void>(answer);
  }
  // The device has confirmed sides of this job on an earlier connection: it is one that answers.
  virtual void has_confirmed() {}
  // Names the form of what side() makes; the same raster in the same form gives the same payload.
  virtual std::string payload_form() const { return {}; }
  virtual PixelFormat raster_format() const = 0;
  // The resolution at which the sides are drawn, where the ticket wants `wanted`.
  virtual Dpi resolution(Dpi wanted) const { return wanted; }
  // The most pixels of a page that the device takes; nothing where it names no bound.
  virtual std::optional<PixelBound> most_pixels() const { return std::nullopt; }
  // Whether the device says that it takes pages whose colours are AdobeRGB.
  virtual bool takes_adobe_rgb() const { return false; }
  // True: the device makes all copies that the ticket asks for; put_side() sends a side once,
  // whatever its copies.
  virtual bool device_makes_copies() const { return false; }
  // What the device answered to ask() about this size; nothing when it did not, and the model's
  // margins hold.
  virtual std::optional<DeviceArea> device_area(const model::MediaSize& media, bool borderless,
                                                Dpi resolution) const {
    static_cast<void>(media), static_cast<void>(borderless), static_cast<void>(resolution);
    return std::nullopt;
  }
  virtual Result<void> begin_job(DeviceLink& device) = 0;
  // Encodes into `payload`, which must outlive the encoder. Thread-safe: touches nothing of the
  // job.
  virtual std::unique_ptr<SideEncoder> side(const SideSpec& spec, ByteSink& payload) const = 0;
  // Frames and sends one finished payload.
  virtual Result<void> put_side(const SideSpec& spec, const Spool& payload, DeviceLink& device) = 0;
  virtual Result<void> end_job(DeviceLink& device) = 0;
  // How many sides of this job, each copy counted, the device has said that it took: so many need
  // not be sent again. Nothing where it does not say.
  virtual std::optional<std::int32_t> sides_taken() const { return std::nullopt; }
  // In place of a job: has the device check, clean or align itself. `function` is one that the
  // model offers ("nozzle-check"). Errc::unsupported where the language or the device has no such
  // thing.
  virtual Result<void> maintain(DeviceLink& device, std::string_view function) {
    static_cast<void>(device);
    return fail(Errc::unsupported,
                "the printer cannot be told to do \"" + std::string(function) + "\"");
  }
  // Ends a job that was begun and shall not go on, so that the device does not wait for the rest;
  // `between_sides`: the last put_side() was whole. Writes little and waits for no answer. False:
  // there is no job to end; Errc::unsupported: here only the end of the connection ends it.
  virtual Result<bool> cancel_job(DeviceLink& device, bool between_sides) = 0;
};

// The language that the ticket names, or else the model ("ivec", "pcl-xl", "pcl-5e"), set up for
// one ticket.
Result<std::unique_ptr<Language>> make_language(const model::Model& model,
                                                const model::Ticket& ticket);

// Names in the registry, in its order.
std::vector<std::string> language_names();

} // namespace platen::encode
