/*
 * <start-widget call="PageChooser" arguments='["id_page", {}]'> does what an inline <script> does in stock Wagtail,
 * at the same moment: when it comes into the document, by parsing, from a <template> or in a dialogue.
 */
(() => {
  // Nothing else can be called: whoever smuggled in such an element could not start what they like.
  const CALLS = new Set([
    "Chooser", "DocumentChooser", "ImageChooser", "InlinePanel", "MultipleChooserPanel", "PageChooser",
    "SnippetChooser", "createMediaChooser", "createTaskChooser", "initDateChooser", "initDateTimeChooser",
    "initTimeChooser",
  ]);

  class StartWidget extends HTMLElement {
    connectedCallback() {
      const name = this.getAttribute("call");
      // Sorting rows takes them out of the document and puts them back.
      if (this.started || !CALLS.has(name)) return;
      this.started = true;
      Reflect.construct(window[name], JSON.parse(this.getAttribute("arguments")));
    }
  }

  customElements.define("start-widget", StartWidget);
})();
