"use strict";

/* What the page itself says, in both languages. */
const WORDS = {
  zh: {
    search: "查找名称…",
    none: "没有找到",
    legend: "图例：点按可隐藏或显示一类",
    stage: "关系图。可用搜索框到达各个节点；方向键移动画面。",
    closer: "放大",
    farther: "缩小",
    whole: "显示全图",
    close: "关闭",
    facts: "陈述",
    out: "由此出发的联系",
    in: "指向此处的联系",
    alone: "图中没有关于它的陈述。",
    weight: (weight) => `联系强度：${weight}`,
    passage: (report, lines) => `${report} 年报告第 ${lines.replaceAll("-", "–").replaceAll("_", "、")} 行`,
    curated: "编者",
    curatedLong: "由编者补充，不出自报告",
    guide: "点按节点或连线，可见其陈述与出处。“2018:33”指 2018 年报告第 33 行；虚线为编者补充的背景。",
  },
  en: {
    search: "Find a name…",
    none: "Nothing found",
    legend: "Legend: press to hide or show a class",
    stage: "Network. The search box leads to every node; arrow keys move the view.",
    closer: "Zoom in",
    farther: "Zoom out",
    whole: "Show all",
    close: "Close",
    facts: "Statements",
    out: "Ties from here",
    in: "Ties to here",
    alone: "The picture has no statement about it.",
    weight: (weight) => `Strength of the tie: ${weight}`,
    passage: (report, lines) => `Report of ${report}, line ${lines.replaceAll("-", "–").replaceAll("_", ", ")}`,
    curated: "curators",
    curatedLong: "Added by the curators, not from a report",
    guide:
      "Press a node or a tie to see what is stated, and where. 2018:33 is line 33 of the report of 2018; " +
      "dashed ties are background added by the curators.",
  },
};
