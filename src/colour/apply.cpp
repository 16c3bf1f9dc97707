#include "colour/apply.h"

#include "colour/evaluate.h"
#include "colour/prepared_table.h"
#include "colour/widen.h"

#include <string>

namespace platen::colour {

namespace {

class Widen final : public pipeline::Stage {
public:
  explicit Widen(PageShape input) : input_(input) {}

  std::string_view name() const override { return "widen"; }
  PageShape input() const override { return input_; }
  PageShape output() const override {
    return {input_.width, input_.height, {input_.format.model, Depth::bits16}};
  }

  Result<void> run(pipeline::StageState*, ConstBand in, Band out) const override {
    for (std::int32_t y = out.rows().first; y < out.rows().end(); ++y)
      widen(in.samples<std::uint8_t>(y), out.samples<std::uint16_t>(y));
    return {};
  }

private:
  PageShape input_;
};

class Apply final : public pipeline::Stage {
public:
  Apply(PageShape input, PixelFormat output, PreparedTable table)
      : input_(input), output_{input.width, input.height, output}, table_(std::move(table)) {}

  std::string_view name() const override { return "colour"; }
  PageShape input() const override { return input_; }
  PageShape output() const override { return output_; }

  Result<void> run(pipeline::StageState*, ConstBand in, Band out) const override {
    for (std::int32_t y = out.rows().first; y < out.rows().end(); ++y)
      evaluate(table_, in.samples<std::uint16_t>(y), out.samples<std::uint16_t>(y));
    return {};
  }

private:
  PageShape input_, output_;
  PreparedTable table_;
};

constexpr std::size_t most_clut_entries = std::size_t{1} << 28; // lanes index them with 31 bits

} // namespace

std::unique_ptr<pipeline::Stage> make_widen(PageShape input) {
  EXPECTS(input.format.depth == Depth::bits8);
  return std::make_unique<Widen>(input);
}

Result<std::unique_ptr<pipeline::Stage>> make_apply(PageShape input, ColourTable table) {
  EXPECTS(input.format.depth == Depth::bits16);
  TRY_VOID(check(table));
  if (table.clut.size() > most_clut_entries)
    return fail(Errc::limit, "the colour table has more than 268 million entries");
  if (table.inputs != input.format.channels())
    return fail(Errc::unsupported, "the colour table takes " + std::to_string(table.inputs) +
                                       " channels, the picture has " +
                                       std::to_string(input.format.channels()));
  if (table.outputs == 2)
    return fail(Errc::unsupported, "the colour table gives 2 channels; 1, 3 or 4 can be printed");
  const PixelFormat output = table.outputs == 1 ? gray16 : table.outputs == 3 ? rgb16 : cmyk16;
  return std::make_unique<Apply>(input, output, prepare(std::move(table)));
}

} // namespace platen::colour
