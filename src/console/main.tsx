import { createRoot } from "react-dom/client";
import "./style/tokens.css";
import "./style/base.css";
import "./style/parts.css";
import "./style/shell.css";
import "./style/table.css";
import "./style/pages.css";
import { App } from "./app.tsx";

const place = document.getElementById("console");
if (place) createRoot(place).render(<App />);
