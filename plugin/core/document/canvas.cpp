#include "core/document/canvas.h"

#include <cstddef>
#include <exception>
#include <utility>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/text.h"

namespace wardbridge::document {
namespace {

constexpr std::size_t kMostBytes = 4000;

// Called from C: an exception must not leave it.
cairo_status_t Append(void* closure, const unsigned char* data, unsigned int length) {
  try {
    static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  } catch (const std::exception&) {
    return CAIRO_STATUS_NO_MEMORY;
  }
  return CAIRO_STATUS_SUCCESS;
}

// The first kMostBytes of `text`, no character cut in two: more would not fit on a page anyway.
std::string_view Shortened(std::string_view text) {
  if (text.size() <= kMostBytes) return text;
  std::size_t end = kMostBytes;
  while (end > 0 && !StartsCharacter(text[end])) --end;
  return text.substr(0, end);
}

int ToPango(double points) { return static_cast<int>(points * PANGO_SCALE); }
double FromPango(int units) { return static_cast<double>(units) / PANGO_SCALE; }

std::string KeyOf(std::string_view text, const Style& style) {
  std::string key = std::to_string(ToPango(style.size)) + ' ' +
                    std::to_string(ToPango(style.width)) + ' ' + std::to_string(style.max_lines) +
                    (style.bold ? 'b' : 'n') +
                    static_cast<char>('0' + static_cast<int>(style.align));
  return key.append(text);
}

PangoAlignment ToPango(Align align) {
  switch (align) {
    case Align::kLeft:
      return PANGO_ALIGN_LEFT;
    case Align::kCenter:
      return PANGO_ALIGN_CENTER;
    case Align::kRight:
      return PANGO_ALIGN_RIGHT;
  }
  return PANGO_ALIGN_LEFT;
}

// No hyphen that a name does not have, and no ligature: they cost a second font in the file.
PangoAttrList* MakeAttributes() {
  PangoAttrList* attributes = pango_attr_list_new();
  pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
  pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0, clig=0"));
  return attributes;
}

// Nothing of the machine may reach the layout: no hinting, no locale, no resolution of a screen.
PangoContext* MakeContext(PangoFontMap* map) {
  PangoContext* context = pango_font_map_create_context(map);
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options(context, options);
  cairo_font_options_destroy(options);
  pango_cairo_context_set_resolution(context, 72);
  pango_context_set_round_glyph_positions(context, FALSE);
  pango_context_set_language(context, pango_language_from_string("en-gb"));
  pango_context_set_base_dir(context, PANGO_DIRECTION_LTR);
  return context;
}

}  // namespace

void Canvas::ObjectDeleter::operator()(void* object) const { g_object_unref(object); }

Canvas::Canvas(PangoFontMap* map, const std::string& families, const Metadata& metadata)
    : surface_(cairo_pdf_surface_create_for_stream(Append, &bytes_, kPageWidth, kPageHeight)),
      cairo_(cairo_create(surface_.get())),
      context_(MakeContext(map)),
      font_(pango_font_description_new()),
      attributes_(MakeAttributes()) {
  pango_font_description_set_family(font_.get(), families.c_str());
  // Also replaces the time of day that cairo would take from the clock.
  cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                 FormatDateTime(metadata.created, "UTC").c_str());
  cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE, metadata.title.c_str());
  cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_AUTHOR,
                                 metadata.author.c_str());
}

// cairo still writes to `bytes_` when a surface that was never finished goes: it must go first.
Canvas::~Canvas() {
  cairo_.reset();
  surface_.reset();
}

Canvas::Layout Canvas::Make(std::string_view text, const Style& style) const {
  Layout layout(pango_layout_new(context_.get()));
  pango_font_description_set_absolute_size(font_.get(), style.size * PANGO_SCALE);
  pango_font_description_set_weight(font_.get(),
                                    style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout.get(), font_.get());
  pango_layout_set_attributes(layout.get(), attributes_.get());
  // Labels stay on the left whatever the script of the value.
  pango_layout_set_auto_dir(layout.get(), FALSE);
  pango_layout_set_alignment(layout.get(), ToPango(style.align));
  if (style.width >= 0) {
    pango_layout_set_width(layout.get(), ToPango(style.width));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
  }
  if (style.max_lines > 0) {
    pango_layout_set_height(layout.get(), -style.max_lines);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
  }
  pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
  return layout;
}

Text Canvas::Shape(std::string_view text, const Style& style) {
  text = Shortened(text);
  const auto [place, is_new] = shaped_.try_emplace(KeyOf(text, style));
  if (!is_new) return place->second;
  Layout layout = Make(text, style);
  PangoRectangle logical;
  pango_layout_get_extents(layout.get(), nullptr, &logical);
  if (pango_layout_get_unknown_glyphs_count(layout.get()) > 0) unknown_glyphs_ = true;
  Text& shaped = place->second;
  shaped.layout = layout.get();
  shaped.width = FromPango(logical.width);
  shaped.height = FromPango(logical.height);
  shaped.baseline = FromPango(pango_layout_get_baseline(layout.get()));
  layouts_.push_back(std::move(layout));
  return shaped;
}

void Canvas::Use(const Color& color) {
  cairo_set_source_rgb(cairo_.get(), color.red, color.green, color.blue);
}

void Canvas::Draw(const Text& text, double x, double top, const Color& color) {
  Use(color);
  cairo_move_to(cairo_.get(), x, top);
  pango_cairo_show_layout(cairo_.get(), text.layout);
}

void Canvas::Fill(double x, double y, double width, double height, const Color& color) {
  Use(color);
  cairo_rectangle(cairo_.get(), x, y, width, height);
  cairo_fill(cairo_.get());
}

void Canvas::Outline(double x, double y, double width, double height, const Color& color,
                     double line_width) {
  Use(color);
  cairo_set_line_width(cairo_.get(), line_width);
  cairo_rectangle(cairo_.get(), x, y, width, height);
  cairo_stroke(cairo_.get());
}

void Canvas::Line(double x1, double y1, double x2, double y2, const Color& color,
                  double line_width) {
  Use(color);
  cairo_set_line_width(cairo_.get(), line_width);
  cairo_move_to(cairo_.get(), x1, y1);
  cairo_line_to(cairo_.get(), x2, y2);
  cairo_stroke(cairo_.get());
}

void Canvas::NextPage() {
  cairo_show_page(cairo_.get());
  ++pages_;
}

void Canvas::Begin(const char* name) { cairo_tag_begin(cairo_.get(), name, nullptr); }

void Canvas::End(const char* name) { cairo_tag_end(cairo_.get(), name); }

void Canvas::BeginFigure(std::string description) {
  figures_.push_back(std::move(description));
  Begin("Figure");
}

Result<Drawn> Canvas::Finish() {
  cairo_show_page(cairo_.get());
  cairo_status_t status = cairo_status(cairo_.get());
  cairo_surface_finish(surface_.get());
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface_.get());
  if (status != CAIRO_STATUS_SUCCESS) {
    return Error{Code::kInternal, "document", cairo_status_to_string(status)};
  }
  return Drawn{std::move(bytes_), std::move(figures_), pages_, unknown_glyphs_};
}

}  // namespace wardbridge::document
