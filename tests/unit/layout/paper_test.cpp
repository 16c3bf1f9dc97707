#include "layout/paper.h"

#include <gtest/gtest.h>

namespace platen::layout {
namespace {

model::Model ir1020() {
  auto loaded = model::load_model(PLATEN_SOURCE_DATA "/printers/canon/canon-ir1020.toml");
  EXPECT_TRUE(loaded) << loaded.error().message();
  return loaded.value_or(model::Model{});
}

std::string paper_of(double width, double height, bool sized = true) {
  const model::Model model = ir1020();
  const SourcePage page{Points{width}, Points{height}, !sized, sized};
  const auto media = choose_paper(page, model, model::Ticket{});
  return media ? media->name : media.error().message();
}

TEST(ChoosePaper, TakesTheSizeOfThePageInEitherOrientation) {
  EXPECT_EQ(paper_of(612, 792), "na_letter_8.5x11in");
  EXPECT_EQ(paper_of(792, 612), "na_letter_8.5x11in");
  EXPECT_EQ(paper_of(595, 842), "iso_a4_210x297mm");
  EXPECT_EQ(paper_of(684, 297), "na_number-10_4.125x9.5in");
}

TEST(ChoosePaper, TellsSizesApartThatAreNear) {
  EXPECT_EQ(paper_of(516, 729), "jis_b5_182x257mm");
  EXPECT_EQ(paper_of(499, 709), "iso_b5_176x250mm");
}

TEST(ChoosePaper, ForgivesTwoPercentAndNotMore) {
  EXPECT_EQ(paper_of(595 * 1.019, 842 * 0.981), "iso_a4_210x297mm");
  EXPECT_EQ(paper_of(420 * 1.03, 595 * 1.03),
            "iso_a4_210x297mm"); // the default, for want of a better
  EXPECT_EQ(paper_of(420, 595), "iso_a5_148x210mm");
}

TEST(ChoosePaper, FallsBackToTheModelsDefault) {
  EXPECT_EQ(paper_of(200, 200), "iso_a4_210x297mm");
  EXPECT_EQ(paper_of(1e12, 1e12), "iso_a4_210x297mm");
  EXPECT_EQ(paper_of(612, 792, false), "iso_a4_210x297mm");
}

TEST(ChoosePaper, TakesWhatTheTicketSays) {
  model::Ticket ticket;
  ticket.media = model::MediaSize{"iso_a5_148x210mm", Hmm{14800}, Hmm{21000}};
  const auto media = choose_paper({Points{612}, Points{792}}, ir1020(), ticket);
  ASSERT_TRUE(media);
  EXPECT_EQ(media->name, "iso_a5_148x210mm");
}

} // namespace
} // namespace platen::layout
