/**
 * The words of a return code: one of 32 signs, then one of 64, make 2,048 words of two signs. Plain signs of the first school years;
 * within a list no two sound alike, even without tones and with zh/z, ch/c, sh/s, n/l, -ng/-n run together as many speak them, and no
 * pair makes a word that would hurt a child to read aloud. The order is part of the format: never change it.
 */
export const FIRST_SIGNS = '红蓝青紫金银新早晚冬秋夏西北高远甜香方彩宽厚暖凉明快巧海江石木古'
export const SECOND_SIGNS =
  '山河湖桥路船车灯书纸碗杯盘桌衣门窗塔井田园林叶竹松桃梨枣豆米糖茶盐布鞋帽钟鼓琴笛旗沙云雨雪星月虹马牛羊象蜂蝶岛泉村街亭帆糕苗鸽梅'
