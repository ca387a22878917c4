// A first visit in five steps.
function startTour() {}
