// Browsers that know no modules: the page says so and keeps to the telephone.
document.documentElement.className += ' old'
