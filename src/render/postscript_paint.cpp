#include "render/postscript_paint.h"

#include "render/page_lines.h"

namespace platen::render::postscript {
namespace {

// Begins a dictionary that the document does not see and its `restore` leaves alone, and defines in
// it how the current path is looked at, in pixels: `areas` and `strokes` say whether it is made of
// rectangles alone, or of lines that are such with the current line width; none narrower than
// `least`, none over the one before it. Each is given to `part`, with its edges in `left`,
// `bottom`, `right` and `top`.
constexpr std::string_view look = R"(
currentglobal true setglobal 64 dict begin
/paint currentdict def
/pixels matrix def /own matrix def
/near 0.015625 def /least near def
/part {} def
/equals { sub abs //near lt } bind def
/ordered { 2 copy gt { exch } if } bind def
/no { /plain false def } bind def
/goes-on { plain not { exit } if } bind def
/begins { /y exch def /x exch def /first-x x def /first-y y def /sides 0 def /way -1 def } bind def
/goes {
  /to-y exch def /to-x exch def /last-way way def
  to-x x equals { /way 0 def to-y y sub abs } {
    to-y y equals { /way 1 def to-x x sub abs } { no least } ifelse
  } ifelse
  least lt way last-way eq or { no } if
  /x to-x def /y to-y def /sides sides 1 add def
  sides 2 eq { /far-x x def /far-y y def } if
} bind def
/on-last {
  left last-right lt right last-left gt and bottom last-top lt and top last-bottom gt and
} bind def
/whole {
  first-x far-x ordered /right exch def /left exch def
  first-y far-y ordered /top exch def /bottom exch def
  parts 0 gt { on-last { no } if } if
  part
  /last-left left def /last-right right def /last-bottom bottom def /last-top top def
  /parts parts 1 add def
} bind def
/line-ends {
  way 0 eq { /first-x x half-x sub def /far-x x half-x add def /far-y y def half-x }
           { /first-y y half-y sub def /far-y y half-y add def /far-x x def half-y } ifelse
  2 mul least lt sides 1 ne or { no } { whole } ifelse
} bind def
/area-ends {
  sides 3 eq { way 1 eq { x first-x } { y first-y } ifelse equals }
             { sides 4 eq x first-x equals and y first-y equals and } ifelse
  { whole } { no } ifelse
} bind def
/ends { sides 0 gt { lines { line-ends } { area-ends } ifelse /sides 0 def } if } bind def
/walked {
  plain {
    /parts 0 def /sides 0 def
    own currentmatrix pop pixels setmatrix
    { ends begins goes-on } { goes goes-on } { 6 { pop } repeat no exit }
    { ends first-x first-y begins goes-on } pathforall
    ends
    own setmatrix
  } if
  plain
} bind def
/areas { /lines false def /plain true def walked } bind def
/strokes {
  /lines true def /plain currentlinecap 0 eq currentdash pop length 0 eq and def
  currentlinewidth 0 dtransform 0 currentlinewidth dtransform
  /dy exch abs def /dx exch abs def /cy exch abs def /cx exch abs def
  cx 0 equals dy 0 equals and cy 0 equals dx 0 equals and or not { no } if
  /half-x cx dx add 2 div def /half-y cy dy add 2 div def
  walked
} bind def
)";

// Puts `fills`, `eofills` and `draws` of the dictionary in the operators' place, and ends it.
// rectfill becomes paths, as it is defined, of numbers and of arrays of them. What else it is given,
// and what is wrong, goes to the operator itself.
constexpr std::string_view take_place = R"(
/rectangle {
  gsave newpath 4 2 roll moveto 1 index 0 rlineto 0 exch rlineto neg 0 rlineto closepath
  //fills exec grestore
} bind def
/rectangles {
  dup type dup /integertype eq exch /realtype eq or { //rectangle exec } {
    dup type /arraytype eq { dup length 4 mod 0 eq } { false } ifelse {
      0 4 2 index length 4 sub { 1 index exch 4 getinterval aload pop //rectangle exec } for pop
    } { rectfill } ifelse
  } ifelse
} bind def
userdict /rectfill { //rectangles exec } bind put
userdict /fill { //fills exec } bind put
userdict /eofill { //eofills exec } bind put
userdict /stroke { //draws exec } bind put
end setglobal
)";

constexpr std::string_view fill_exactly = R"(
/least 1.5 def
/exactly { .currentfilladjust2 3 -1 roll 0 0 .setfilladjust2 exec .setfilladjust2 } bind def
/fills { //paint begin areas end { {fill} //exactly exec } { fill } ifelse } bind def
/eofills {
  //paint begin areas end { {eofill} //exactly exec } { eofill } ifelse
} bind def
/draws { //paint begin strokes end { {stroke} //exactly exec } { stroke } ifelse } bind def
)";

// Rectangles in a row, upright ones and turned ones. What is over eight times as long as wide must
// be close to the last one: rules of tables are not. So must be the middles, by six times the wider
// one: four modules of each bar and of the gap between thin ones.
constexpr std::string_view count_bars = R"(
/upright 0 def /turned 0 def /found false def
/last-high -1 def /last-wide -1 def
/last-left 0 def /last-right 0 def /last-bottom 0 def /last-top 0 def
/apart { add 3 1 roll add sub abs 2 div } bind def
/close-by { 2 copy lt { exch } if pop 6 mul le } bind def
/part {
  /wide right left sub def /high top bottom sub def
  /upright high last-high equals wide high 8 mul le and
    high wide 8 mul le left right last-left last-right apart wide last-wide close-by or and
    { upright 1 add } { 1 } ifelse def
  /turned wide last-wide equals high wide 8 mul le and
    wide high 8 mul le bottom top last-bottom last-top apart high last-high close-by or and
    { turned 1 add } { 1 } ifelse def
  /last-high high def /last-wide wide def
  upright 12 ge turned 12 ge or { /found true def (\n@bars\n) print flush } if
} bind def
)";

// Colours in which black is full hide what is below them (worker/overprint_scan.h). Those of
// pictures and shadings are not looked at.
constexpr std::string_view find_overprint = R"(
/over false def
/full-black {
  currentcolorspace 0 get
  dup /DeviceCMYK eq 1 index /DeviceRGB eq or 1 index /DeviceGray eq or {
    pop currentcmykcolor 4 1 roll pop pop pop 1 ge
  } {
    /Separation eq { currentcolorspace 1 get /Black eq { currentcolor 1 ge } { false } ifelse }
    { false } ifelse
  } ifelse
} bind def
/is-over { //paint /over get not { //paint /over true put (\n@overprints\n) print flush } if } bind def
/paints {
  currentoverprint { //full-black exec not { //is-over exec } if } if
} bind def
/paints-picture { currentoverprint { //is-over exec } if } bind def
/fills { //paints exec //paint begin found not { areas pop } if end fill } bind def
/eofills { //paints exec //paint begin found not { areas pop } if end eofill } bind def
/draws { //paints exec //paint begin found not { strokes pop } if end stroke } bind def
/wrap {
  1 index systemdict exch get /exec load exch 3 array astore cvx userdict 3 1 roll put
} bind def
[ /show /ashow /widthshow /awidthshow /xshow /yshow /xyshow /kshow /cshow /glyphshow /imagemask
  /rectstroke ] { /paints load wrap } forall
[ /image /colorimage /shfill ] { /paints-picture load wrap } forall
)";

std::string with_prefix(std::string_view program) {
  std::string text(program);
  return text.replace(text.find('@'), 1, line_prefix);
}

} // namespace

std::string paint_report() {
  return std::string(look) + with_prefix(count_bars) + with_prefix(find_overprint) +
         std::string(take_place);
}

std::string exact_areas() {
  return std::string(look) + std::string(fill_exactly) + std::string(take_place);
}

} // namespace platen::render::postscript
