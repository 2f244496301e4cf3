// How many care record summaries one core renders, beside the least that cairo and pango can do:
// one page with one line.
#include <cstdio>
#include <ctime>
#include <string>

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "core/document/fonts.h"
#include "core/document/render.h"
#include "tests/core/document/samples.h"

namespace {

namespace document = wardbridge::document;

constexpr double kSeconds = 3.0;
constexpr int kGoal = 250;

double CpuSeconds() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// Runs of `work` in each second of processor time, threads of libraries included. The first run is
// not counted: it loads the fonts.
template <typename Work>
double PerCpuSecond(Work work) {
  if (!work()) return 0;
  int runs = 0;
  const double start = CpuSeconds();
  double elapsed = 0;
  while (elapsed < kSeconds) {
    if (!work()) return 0;
    ++runs;
    elapsed = CpuSeconds() - start;
  }
  return runs / elapsed;
}

cairo_status_t Count(void* closure, const unsigned char*, unsigned int length) {
  *static_cast<std::size_t*>(closure) += length;
  return CAIRO_STATUS_SUCCESS;
}

bool OneLine(const document::Options& options) {
  const auto map = document::ThreadFontMap(options);
  if (!map) return false;
  std::size_t bytes = 0;
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(Count, &bytes, 595, 842);
  cairo_t* cairo = cairo_create(surface);
  PangoContext* context = pango_font_map_create_context(*map);
  PangoLayout* layout = pango_layout_new(context);
  PangoFontDescription* font = pango_font_description_from_string("DejaVu Sans 9");
  pango_layout_set_font_description(layout, font);
  pango_layout_set_text(layout, "This is not a discharge summary.", -1);
  pango_cairo_show_layout(cairo, layout);
  cairo_show_page(cairo);
  cairo_surface_finish(surface);
  pango_font_description_free(font);
  g_object_unref(layout);
  g_object_unref(context);
  cairo_destroy(cairo);
  cairo_surface_destroy(surface);
  return bytes > 0;
}

}  // namespace

int main() {
  const document::Options options;
  const wardbridge::model::Summary summary = document::testing::Sample("typical");
  const double ours = PerCpuSecond([&] { return document::Render(summary, options).has_value(); });
  const double baseline = PerCpuSecond([&] { return OneLine(options); });
  if (ours == 0 || baseline == 0) {
    std::fputs("error: a document could not be rendered\n", stderr);
    return 1;
  }
  std::printf(
      "{\"bench\":\"document\",\"documents_per_cpu_second\":%.1f,\"baseline_per_cpu_second\":%.1f,"
      "\"ratio\":%.4f,\"goal\":%d}\n",
      ours, baseline, ours / baseline, kGoal);
  return 0;
}
